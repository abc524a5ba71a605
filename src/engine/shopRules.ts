/** The shop's rules as steps of a shelf: its file, read once, and what one query adds or puts in its place. */
import { AisleError } from "../errors";
import { type RulesFile, readRules } from "../format/rules/rulesFile";
import { queryRules } from "../ranking/rerank/rules/queryRules";
import { rulesSteps } from "../ranking/rerank/rules/rulesSteps";
import type { StepsOf } from "../ranking/shelfSteps";
import type { RecommendQuery, RulesData } from "../types";
import { fetchShopFile } from "./fetchShopFile";

export interface ShopRulesOptions {
  /** `createAisle({ rules })`: the file, or its absolute URL. */
  readonly rules?: RulesData | string;
  readonly onDegraded: (error: AisleError, instead: string) => void;
}

export interface ShopRules {
  /**
   * @param attributes declared by the shopper
   * @throws AisleError `RULES_INVALID` or `QUERY_INVALID` for rules that come with the query
   */
  stepsOf(
    rules: RecommendQuery["rules"],
    options: { readonly attributes: Readonly<Record<string, string>> },
  ): Promise<StepsOf>;
}

export function createShopRules({ rules: source, onDegraded }: ShopRulesOptions): ShopRules {
  let reading: Promise<RulesFile | undefined> | undefined;
  /** A file that cannot be used never empties a shelf. */
  const ownFile = async () => {
    try {
      if (source === undefined) return undefined;
      return readRules(typeof source === "string" ? await fetchShopFile(source) : source);
    } catch (error) {
      const failure =
        error instanceof AisleError
          ? error
          : new AisleError("ASSET_UNREACHABLE", "The rules could not be fetched.", { cause: error });
      onDegraded(failure, "shelves are ranked without rules");
      return undefined;
    }
  };
  /** A preview asks with the same file again and again. */
  const known = new WeakMap<object, RulesFile>();
  const read = (file: object): RulesFile => {
    const found = known.get(file) ?? readRules(file);
    known.set(file, found);
    return found;
  };
  return {
    async stepsOf(rules, { attributes }) {
      if (rules === "off") return () => [];
      const isFile = rules !== undefined && !Array.isArray(rules);
      reading ??= isFile ? undefined : ownFile();
      const file = isFile ? read(rules) : await reading;
      const wishes = Array.isArray(rules) ? rules : [];
      return (query, context) => [
        ...(file ? rulesSteps(file, query, context, { attributes }) : []),
        ...(wishes.length > 0 ? [queryRules(wishes, context.catalog.items, context.now)] : []),
      ];
    },
  };
}
