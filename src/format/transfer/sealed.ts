/**
 * A profile under a passphrase, to be carried to another device. Layout, integers little-endian:
 *
 * ```
 * offset  type      content
 * 0       4 bytes   "AISP"
 * 4       u8        format version, 1
 * 5       u8        1: the content is compressed (raw deflate)
 * 6       u16       0
 * 8       u32       iterations of PBKDF2 (HMAC-SHA-256)
 * 12      16 bytes  salt
 * 28      12 bytes  initialisation vector of AES-256-GCM
 * 40      8 bytes   start of the check value: tells a wrong passphrase from a changed file
 * 48      …         ciphertext and tag of the UTF-8 JSON; bytes 0 to 47 are authenticated with it
 * ```
 *
 * PBKDF2 derives 512 bits: the key, and the check value. The check value is a hash of bits that only the passphrase and
 * the salt decide; whoever guesses passphrases gains nothing by it that the tag would not tell them anyway.
 */
import { AisleError } from "../../errors";

const MAGIC = "AISP";
const VERSION = 1;
const HEADER_BYTES = 48;
const TAG_BYTES = 16;
/** OWASP's figure for PBKDF2 with SHA-256: a third of a second on a laptop, a second on an old phone. */
export const ITERATIONS = 600_000;
/** A file must not be able to keep a device busy for minutes. */
const MAX_ITERATIONS = 5_000_000;
const MIN_ITERATIONS = 1_000;
export const MIN_PASSPHRASE = 8;
const MAX_BYTES = 20_000_000;

export interface SealOptions {
  readonly passphrase: string;
  /** So many bytes of the platform's cryptographic source. */
  readonly random: (bytes: number) => Uint8Array<ArrayBuffer>;
  readonly iterations?: number;
}

/**
 * @param value plain data
 * @throws AisleError `PASSPHRASE_WEAK` below eight characters
 */
export async function seal(value: unknown, options: SealOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { passphrase, random, iterations = ITERATIONS } = options;
  if ([...passphrase].length < MIN_PASSPHRASE) {
    throw new AisleError("PASSPHRASE_WEAK", `The passphrase has fewer than ${MIN_PASSPHRASE} characters.`, {
      fix: "Use several words: whoever finds the file may try as many passphrases as they like.",
    });
  }
  const plain = new TextEncoder().encode(JSON.stringify(value));
  const compressed = await deflate(plain);
  const header = new Uint8Array(HEADER_BYTES);
  const view = new DataView(header.buffer);
  header.set(new TextEncoder().encode(MAGIC));
  header[4] = VERSION;
  header[5] = compressed ? 1 : 0;
  view.setUint32(8, iterations, true);
  header.set(random(16), 12);
  header.set(random(12), 28);
  const { key, check } = await derive(passphrase, header);
  header.set(check, 40);
  const algorithm = { name: "AES-GCM", iv: header.slice(28, 40), additionalData: header };
  const encrypted = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, compressed ?? plain));
  const bytes = new Uint8Array(HEADER_BYTES + encrypted.length);
  bytes.set(header);
  bytes.set(encrypted, HEADER_BYTES);
  return bytes;
}

/** @throws AisleError `PASSPHRASE_WRONG`, or `PROFILE_UNREADABLE` for a file that is none, is cut, or was changed */
export async function unseal(bytes: Uint8Array, passphrase: string): Promise<unknown> {
  if (bytes.length > MAX_BYTES) throw unreadable(`it has ${bytes.length} bytes`);
  if (bytes.length < HEADER_BYTES + TAG_BYTES) throw unreadable("it is shorter than the shortest one");
  const header = bytes.slice(0, HEADER_BYTES);
  if (new TextDecoder().decode(header.subarray(0, 4)) !== MAGIC) throw unreadable("it is another kind of file");
  if (header[4] !== VERSION) throw unreadable(`it has version ${header[4]}`, "Update Aisle, then import it again.");
  const iterations = new DataView(header.buffer).getUint32(8, true);
  if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS)
    throw unreadable(`it asks for ${iterations} iterations`);
  const { key, check } = await derive(passphrase, header);
  if (check.some((byte, i) => byte !== header[40 + i])) {
    throw new AisleError("PASSPHRASE_WRONG", "This passphrase does not open the profile.", {
      fix: "Type it as it was shown when the profile was exported; capitals and spaces count.",
    });
  }
  let plain: Uint8Array;
  try {
    const algorithm = { name: "AES-GCM", iv: header.slice(28, 40), additionalData: header };
    plain = new Uint8Array(await crypto.subtle.decrypt(algorithm, key, bytes.slice(HEADER_BYTES)));
  } catch {
    throw unreadable("it was changed or damaged on its way");
  }
  // Whoever knows the passphrase wrote what follows; it is still read as if nobody could be trusted.
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(header[5] === 1 ? await inflate(plain) : plain);
    return JSON.parse(text);
  } catch {
    throw unreadable("its content is not a profile");
  }
}

async function derive(passphrase: string, header: Uint8Array<ArrayBuffer>) {
  const iterations = new DataView(header.buffer).getUint32(8, true);
  const secret = new TextEncoder().encode(passphrase.normalize("NFKC"));
  const base = await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveBits"]);
  const algorithm = { name: "PBKDF2", hash: "SHA-256", salt: header.slice(12, 28), iterations };
  const bits = new Uint8Array(await crypto.subtle.deriveBits(algorithm, base, 512));
  const key = await crypto.subtle.importKey("raw", bits.slice(0, 32), "AES-GCM", false, ["encrypt", "decrypt"]);
  const check = new Uint8Array(await crypto.subtle.digest("SHA-256", bits.slice(32))).subarray(0, 8);
  return { key, check };
}

/** Undefined where the browser cannot compress, or where it would not help. */
export async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (typeof CompressionStream === "undefined") return undefined;
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const compressed = new Uint8Array(await new Response(stream).arrayBuffer());
  return compressed.length < bytes.length ? compressed : undefined;
}

/** @throws when the data are broken, or unfold to more than a profile can be */
export async function inflate(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const reader = stream.getReader();
  const pieces: Uint8Array[] = [];
  let total = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    total += read.value.length;
    if (total > MAX_BYTES) {
      await reader.cancel();
      throw new RangeError(`more than ${MAX_BYTES} bytes`);
    }
    pieces.push(read.value);
  }
  const whole = new Uint8Array(total);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function unreadable(what: string, fix = "Export it again on the other device."): AisleError {
  return new AisleError("PROFILE_UNREADABLE", `This is not a profile that can be read: ${what}.`, { fix });
}
