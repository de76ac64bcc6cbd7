import type { DiscoveryProgress } from "../discovery.ts";
import type { Output } from "./terminal.ts";

export interface Progress {
  onProgress(event: DiscoveryProgress): void;
  /** Wipes the line that was drawn. */
  clear(): void;
}

const WIPE = "\r\u001b[2K";

/** One line on a terminal saying which sources are being waited for; nothing where nobody watches. */
export function drawProgress(output: Output): Progress {
  if (output.isTTY !== true) return { onProgress() {}, clear() {} };
  const waiting = new Set<string>();
  return {
    onProgress({ source, phase }) {
      if (phase === "asking") waiting.add(source);
      else waiting.delete(source);
      const line = waiting.size === 0 ? "" : `asking ${[...waiting].join(", ")}\u2026`;
      output.write(WIPE + line.slice(0, (output.columns ?? 80) - 1));
    },
    clear() {
      output.write(WIPE);
    },
  };
}
