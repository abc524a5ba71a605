/** Entry `aisle/react`: a provider and hooks over the same client; React 18 and 19. */
export { AisleProvider, type AisleProviderProps } from "./context";
export {
  type ProfileControl,
  type RankedItemOf,
  type Recommendations,
  type ShelfOf,
  useAisle,
  useProfile,
  useRecommendations,
  useSearch,
  useSuspenseRecommendations,
  useTrack,
} from "./hooks";
export { Shelf, type ShelfProps } from "./Shelf";
