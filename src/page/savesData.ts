/** @returns whether the shopper asked for little traffic: https://wicg.github.io/savedata/ */
export function savesData(navigator: object): boolean {
  return (navigator as { readonly connection?: { readonly saveData?: boolean } }).connection?.saveData === true;
}
