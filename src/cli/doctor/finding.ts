/** One thing a doctor looked at: fine, worth knowing, or broken. */
export interface Finding {
  /** What was looked at: `registry`. */
  about: string;
  level: "ok" | "note" | "broken";
  message: string;
}

export function ok(about: string, message: string): Finding {
  return { about, level: "ok", message };
}

export function note(about: string, message: string): Finding {
  return { about, level: "note", message };
}

export function broken(about: string, message: string): Finding {
  return { about, level: "broken", message };
}
