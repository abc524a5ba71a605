import type { LayerNormWeights } from "../../format/encoder/weights";
import { type Safetensors, unreadable } from "./safetensors";

type VisitRow = (row: Float32Array, index: number) => void;

/** A checkpoint's tensors by their names in BERT, whatever prefix they were saved with. */
export class BertTensors {
  readonly _file: Safetensors;
  readonly _prefix: string;

  /** @throws AisleError `CHECKPOINT_UNREADABLE` when there are no word embeddings */
  constructor(file: Safetensors) {
    this._file = file;
    const word = "embeddings.word_embeddings.weight";
    const names = [...file.entries.keys()].filter((name) => name === word || name.endsWith(`.${word}`)).sort();
    if (names.length === 0) throw unreadable(file.path, `tensor ${word} is missing`);
    this._prefix = names[0].slice(0, -word.length);
  }

  rows(name: string, shape: readonly number[], visit: VisitRow): Promise<void> {
    return this._file.forEachRow(this._prefix + name, shape, visit);
  }

  async norm(name: string, target: LayerNormWeights): Promise<void> {
    // Checkpoints made from TensorFlow call them gamma and beta.
    const old = this._file.entries.has(`${this._prefix}${name}.gamma`);
    await this.vector(`${name}.${old ? "gamma" : "weight"}`, target.gamma);
    await this.vector(`${name}.${old ? "beta" : "bias"}`, target.beta);
  }

  async vector(name: string, target: Float32Array): Promise<void> {
    await this.rows(name, [target.length], (row) => target.set(row));
  }

  /** The bias first, so that a visitor may add to it. @param shape `[outputs, inputs]` */
  async linear(name: string, shape: readonly [number, number], bias: Float32Array, visit: VisitRow): Promise<void> {
    await this.vector(`${name}.bias`, bias);
    await this.rows(`${name}.weight`, shape, visit);
  }
}
