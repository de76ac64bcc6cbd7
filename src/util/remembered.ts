/** A function of one argument that remembers its answers, so many at most; for what is asked again and again of few things. */
export function remembered<Argument, Answer>(
  most: number,
  answerTo: (argument: Argument) => Answer,
): (argument: Argument) => Answer {
  const known = new Map<Argument, { readonly answer: Answer }>();
  return (argument) => {
    const found = known.get(argument);
    if (found !== undefined) return found.answer;
    const answer = answerTo(argument);
    // Dropping all at once costs less than knowing which were asked for last.
    if (known.size >= most) known.clear();
    known.set(argument, { answer });
    return answer;
  };
}
