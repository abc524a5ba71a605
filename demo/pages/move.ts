/** A profile on its way to another device: sealed under a passphrase, as a file or as a code for the other device's camera. */
import { html, nothing, type TemplateResult } from "lit";
import { MAX_CODE_BYTES, profileLink, readTransferLink } from "../../src/format/transfer/links";
import { MIN_PASSPHRASE, seal, unseal } from "../../src/format/transfer/sealed";
import { AisleError } from "../../src/index";
import { compactProfile } from "../../src/profile/compactProfile";
import { emptyProfile } from "../../src/profile/emptyProfile";
import { foldAll } from "../../src/profile/fold";
import { readProfile } from "../../src/profile/readProfile";
import { qrCode } from "../parts/qrCode";
import { links } from "../shop/router";
import type { Shop } from "../shop/shop";
import type { Page } from "./page";

/** Items, and as many categories and brands, that travel in a code. */
const CODE_ENTRIES = 20;

interface Sealed {
  readonly url: string;
  readonly bytes: number;
  /** Absent where even the strongest interests do not fit a code. */
  readonly link?: string;
}

/** @param link the fragment that the page was opened with, where it carries a profile */
export function movePage(shop: Shop, link: string | undefined): Page {
  let sealed: Sealed | undefined;
  let said = "";
  let busy = false;

  const run = async (work: () => Promise<void>) => {
    busy = true;
    said = "";
    shop.update();
    try {
      await work();
    } catch (error) {
      const { errors, failed } = shop.t.move;
      said = (error instanceof AisleError && errors[error.code]) || failed;
    }
    busy = false;
    shop.update();
  };
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
  const drop = () => {
    if (sealed) URL.revokeObjectURL(sealed.url);
    sealed = undefined;
  };

  const pack = (passphrase: string) =>
    run(async () => {
      drop();
      const file = await shop.client.profile.export();
      const whole = await seal(file, { passphrase, random });
      const start = file.checkpoint === undefined ? emptyProfile() : readProfile(file.checkpoint);
      const events = file.events.filter(({ purpose }) => purpose === "products");
      const state = foldAll(start, events, ({ itemId }) => shop.catalogue.byId.get(itemId ?? ""));
      const compact = { ...file, checkpoint: compactProfile(state, shop.now(), CODE_ENTRIES), events: [] };
      const small = await seal(compact, { passphrase, random });
      sealed = {
        url: URL.createObjectURL(new Blob([whole], { type: "application/octet-stream" })),
        bytes: whole.length,
        ...(small.length <= MAX_CODE_BYTES && { link: profileLink(location.href, small) }),
      };
    });
  const open = (bytes: () => Promise<Uint8Array>, passphrase: string) =>
    run(async () => {
      await shop.client.profile.import(await unseal(await bytes(), passphrase));
      said = shop.t.move.taken;
      shop.announce(said);
    });

  const submit = (then: (data: FormData) => void) => (event: SubmitEvent) => {
    event.preventDefault();
    then(new FormData(event.currentTarget as HTMLFormElement));
  };
  const passphraseOf = (data: FormData) => String(data.get("passphrase") ?? "");
  const passphraseField = (autocomplete: "new-password" | "current-password") => html`<label class="move-field">
    <span>${shop.t.move.passphrase(MIN_PASSPHRASE)}</span>
    <input type="password" name="passphrase" required autocomplete=${autocomplete} />
  </label>`;

  const takeForm = () => {
    const { t } = shop;
    return html`<form
      @submit=${submit((data) => {
        const file = data.get("file");
        const bytes = async () => {
          const carried = link === undefined ? undefined : await readTransferLink(link);
          if (carried?.kind === "profile") return carried.sealed;
          return new Uint8Array(await (file as File).arrayBuffer());
        };
        void open(bytes, passphraseOf(data));
      })}
    >
      <h2 class="section-title">${t.move.take}</h2>
      <p>${link === undefined ? t.move.takeLead : t.move.fromLink}</p>
      ${link === undefined ? html`<label class="move-field"><span>${t.move.file}</span><input type="file" name="file" required /></label>` : nothing}
      ${passphraseField("current-password")}
      <button class="button" ?disabled=${busy}>${t.move.takeIt}</button>
    </form>`;
  };

  return {
    title: () => shop.t.move.title,
    leave: drop,
    render() {
      const { t } = shop;
      return html`<div class="wrap move">
        <h1 class="page-title" tabindex="-1">${t.move.title}</h1>
        <p class="lead">${t.move.lead}</p>
        <p class="move-said" role="status">${busy ? t.move.working : said}</p>
        <div class="move-body">
          ${link === undefined ? nothing : takeForm()}
          <form @submit=${submit((data) => void pack(passphraseOf(data)))}>
            <h2 class="section-title">${t.move.pack}</h2>
            <p>${t.move.packLead}</p>
            ${passphraseField("new-password")}
            <button class="button" ?disabled=${busy}>${t.move.packIt}</button>
            ${sealed ? sealedTemplate(shop, sealed) : nothing}
          </form>
          ${link === undefined ? takeForm() : nothing}
        </div>
        <p class="muted"><a href=${links.taste}>${t.taste.share}</a></p>
      </div>`;
    },
  };
}

function sealedTemplate({ t }: Shop, { url, bytes, link }: Sealed): TemplateResult {
  return html`<div class="move-sealed">
    <a class="button button--plain" href=${url} download="halden-profile.aisle">${t.move.download(bytes)}</a>
    ${link === undefined ? html`<p class="muted">${t.move.noCode}</p>` : html`${qrCode(link, t.move.code)}<p class="muted">${t.move.codeHelp}</p><a class="move-link" href=${link}>${t.move.link}</a>`}
  </div>`;
}
