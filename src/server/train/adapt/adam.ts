/** Adam (Kingma & Ba, arXiv 1412.6980) with decoupled weight decay (Loshchilov & Hutter, arXiv 1711.05101). */
export interface AdamOptions {
  readonly rate: number;
  /** Share of its distance to where it started that a value loses a step. */
  readonly decay?: number;
  /**
   * `each`: a second moment a value. `all`: one for all, so that what meets few gradients moves little; values are then
   * rows of one table, of which a step may see some.
   */
  readonly moments?: "each" | "all";
}

export interface Adam {
  step(gradient: Float32Array, options?: AdamStep): void;
}

export interface AdamStep {
  /** Of the learning rate, less than 1 while it rises. */
  readonly warmth?: number;
  /** Rows of `columns` values that the gradient is for; default all values. */
  readonly rows?: Uint32Array;
  readonly columns?: number;
}

const ALL = Uint32Array.of(0);

const FIRST = 0.9;
const SECOND = 0.98;
const EPSILON = 1e-9;

/** Changes `values` in place. */
export function createAdam(values: Float32Array, { rate, decay = 0, moments = "each" }: AdamOptions): Adam {
  const start = values.slice();
  const first = new Float32Array(values.length);
  const second = new Float32Array(moments === "each" ? values.length : 1);
  let steps = 0;
  return {
    step(gradient, { warmth = 1, rows = ALL, columns = values.length } = {}) {
      steps++;
      const pace = (warmth * rate) / (1 - FIRST ** steps);
      const unbiasedSquare = 1 / (1 - SECOND ** steps);
      if (moments === "all") {
        let squares = 0;
        for (let i = 0; i < gradient.length; i++) squares += gradient[i] * gradient[i];
        second[0] = SECOND * second[0] + (1 - SECOND) * (squares / Math.max(1, gradient.length));
      }
      for (let r = 0; r < rows.length; r++) {
        for (let c = 0; c < columns; c++) {
          const i = rows[r] * columns + c;
          const slope = gradient[r * columns + c];
          first[i] = FIRST * first[i] + (1 - FIRST) * slope;
          if (moments === "each") second[i] = SECOND * second[i] + (1 - SECOND) * slope * slope;
          const spread = Math.sqrt((moments === "each" ? second[i] : second[0]) * unbiasedSquare) + EPSILON;
          values[i] -= (pace * first[i]) / spread + decay * (values[i] - start[i]);
        }
      }
    },
  };
}
