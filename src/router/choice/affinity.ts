/**
 * Things in the order in which a key prefers them, by weighted rendezvous hashing: the same key always has the same
 * order, each thing is the first of so many keys as its weight says, and one that goes takes only its own keys along.
 * What weighs nothing stands last.
 * @see https://www.snia.org/sites/default/files/SDC15_presentations/dist_sys/Jason_Resch_New_Consistent_Hashings_Rev.pdf
 */
export function rendezvous<Item>(
  key: string,
  items: readonly Item[],
  idOf: (item: Item) => string,
  weightOf: (item: Item) => number = () => 1,
): Item[] {
  if (items.length < 2) return [...items];
  const scored = items.map((item) => {
    const weight = weightOf(item);
    return { item, score: weight > 0 ? -weight / Math.log(shareOf(key, idOf(item))) : 0 };
  });
  scored.sort((a, b) => b.score - a.score);
  return scored.map(({ item }) => item);
}

/** A number between 0 and 1, never either, drawn from two texts; evenly spread, and the same on every machine. */
function shareOf(key: string, id: string): number {
  // Two runs of 32 bits (cyrb53), for one alone would give a million keys the same number now and then.
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  const mix = (code: number) => {
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  };
  for (let place = 0; place < key.length; place++) mix(key.charCodeAt(place));
  mix(0x1_0000);
  for (let place = 0; place < id.length; place++) mix(id.charCodeAt(place));
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return (2 ** 32 * (low & 0xf_ffff) + (high >>> 0) + 0.5) / 2 ** 52;
}
