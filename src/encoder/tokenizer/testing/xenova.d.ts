/** The parts of @xenova/transformers 2.17.2 that the tokeniser uses; the package types only its main entry. */
declare module "@xenova/transformers/src/tokenizers.js" {
  export class BertTokenizer {
    constructor(tokenizerJson: unknown, tokenizerConfig: unknown);
    encode(text: string, pair: null, options: { readonly add_special_tokens: boolean }): number[];
    normalizer: ((text: string) => string) & { stripAccents(text: string): string };
    pre_tokenizer: (text: string) => string[];
    model: { encode(words: readonly string[]): string[] };
  }
}
