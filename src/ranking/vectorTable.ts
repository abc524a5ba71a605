/** Item vectors of one encoder space, row `r` belonging to item `r` of the catalogue. */
export interface VectorTable {
  readonly modelId: string;
  readonly dimensions: number;
  /** `[rows × dimensions]`, int8; the vector is `values × scales[row]` and has unit length. */
  readonly values: Int8Array;
  readonly scales: Float32Array;
  /** 1 where the row's vector has arrived. */
  readonly present: Uint8Array;
  /** Where such vectors crowd; absent: around the mean of these rows. */
  readonly center?: Float32Array;
}
