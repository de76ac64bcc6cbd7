import { describe, expect, it } from "vitest";
import { isLoopback, isPrivateNetwork } from "../../src/util/local-address.ts";

describe("an address", () => {
  it.each([
    ["http://localhost:11434", true, true],
    ["http://LOCALHOST./v1", true, true],
    ["http://a.localhost", true, true],
    ["http://127.8.0.1", true, true],
    ["http://2130706433", true, true],
    ["http://[::1]:80", true, true],
    ["http://0.0.0.0:8000", true, true],
    ["http://ollama:11434", false, true],
    ["http://10.1.2.3", false, true],
    ["http://172.16.0.1", false, true],
    ["http://172.32.0.1", false, false],
    ["http://192.168.1.5", false, true],
    ["http://[fd00::1]", false, true],
    ["http://box.lan", false, true],
    ["https://localhost.example.com", false, false],
    ["https://10.example.com", false, false],
    ["https://127.0.0.1.example.com", false, false],
    ["https://127.example.com", false, false],
    ["https://ollama.com", false, false],
    ["http://[2001:db8::1]", false, false],
    ["not an address", false, false],
  ])("%s", (url, loopback, privateNetwork) => {
    expect([isLoopback(url), isPrivateNetwork(url)]).toEqual([loopback, privateNetwork]);
  });
});
