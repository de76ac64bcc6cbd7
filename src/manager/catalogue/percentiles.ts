/** The place of each number among all of them, 0 for the least and 1 for the greatest; equal ones share the middle of theirs. */
export function percentilesOf(numbers: readonly number[]): number[] {
  if (numbers.length < 2) return numbers.map(() => 1);
  const order = numbers.map((_, place) => place).sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0));
  const percentiles = new Array<number>(numbers.length);
  for (let begin = 0; begin < order.length; ) {
    const value = numbers[order[begin] ?? 0];
    let end = begin + 1;
    while (end < order.length && numbers[order[end] ?? 0] === value) end++;
    const middle = (begin + end - 1) / 2 / (numbers.length - 1);
    for (const place of order.slice(begin, end)) percentiles[place] = middle;
    begin = end;
  }
  return percentiles;
}
