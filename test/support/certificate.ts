import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** A certificate with its key, as Node's TLS takes them. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Signs certificates. */
export interface Authority {
  /** Its own certificate, which is to be trusted. */
  readonly cert: string;
  issue(certified: Certified): Certificate;
}

export interface Certified {
  /** `localhost` */
  readonly dns?: string;
  /** `127.0.0.1` */
  readonly ip?: string;
  /** Days from now. @default -1 */
  readonly fromDay?: number;
  /** Days from now. @default 1 */
  readonly toDay?: number;
}

interface Holder {
  readonly name: string;
  readonly publicKey: KeyObject;
}

/** An authority that exists as long as the test: Node makes keys and signatures, but no certificates (RFC 5280). */
export function createAuthority(name: string): Authority {
  const { publicKey, privateKey } = newKeys();
  const own = { name, publicKey };
  const isAuthority = extension("2.5.29.19", sequence(boolean(true)), true);
  const signed = (subject: Holder, days: Days, extensions: Buffer) =>
    pem(certificate({ issuer: name, issuerKey: privateKey, subject, days, extensions }));
  return {
    cert: signed(own, { fromDay: -10, toDay: 10 }, isAuthority),
    issue({ dns, ip, fromDay = -1, toDay = 1 }) {
      const keys = newKeys();
      const names = sequence(
        ...(dns === undefined ? [] : [tagged(0x82, Buffer.from(dns))]),
        ...(ip === undefined ? [] : [tagged(0x87, Buffer.from(ip.split(".").map(Number)))]),
      );
      const subject = { name: dns ?? ip ?? "nobody", publicKey: keys.publicKey };
      return {
        cert: signed(subject, { fromDay, toDay }, extension("2.5.29.17", names)),
        key: keys.privateKey.export({ type: "pkcs8", format: "pem" }) as string,
      };
    },
  };
}

interface Days {
  readonly fromDay: number;
  readonly toDay: number;
}

interface Unsigned {
  readonly issuer: string;
  readonly issuerKey: KeyObject;
  readonly subject: Holder;
  readonly days: Days;
  readonly extensions: Buffer;
}

function newKeys() {
  return generateKeyPairSync("ec", { namedCurve: "P-256" });
}

function certificate({ issuer, issuerKey, subject, days, extensions }: Unsigned): Buffer {
  const ecdsaWithSha256 = sequence(objectId("1.2.840.10045.4.3.2"));
  const toBeSigned = sequence(
    tagged(0xa0, tagged(0x02, Buffer.of(2))),
    tagged(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ecdsaWithSha256,
    distinguishedName(issuer),
    sequence(time(days.fromDay), time(days.toDay)),
    distinguishedName(subject.name),
    subject.publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(extensions)),
  );
  return sequence(toBeSigned, ecdsaWithSha256, bits(sign("sha256", toBeSigned, issuerKey)));
}

function distinguishedName(name: string): Buffer {
  return sequence(tagged(0x31, sequence(objectId("2.5.4.3"), tagged(0x0c, Buffer.from(name)))));
}

function time(day: number): Buffer {
  const at = new Date(Date.now() + day * 86_400_000).toISOString();
  return tagged(0x18, Buffer.from(`${at.slice(0, 19).replace(/[-:T]/g, "")}Z`));
}

function extension(id: string, value: Buffer, isCritical = false): Buffer {
  return sequence(objectId(id), ...(isCritical ? [boolean(true)] : []), tagged(0x04, value));
}

function objectId(id: string): Buffer {
  const [first = 0, second = 0, ...rest] = id.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const septets = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) septets.unshift((left & 0x7f) | 0x80);
    bytes.push(...septets);
  }
  return tagged(0x06, Buffer.from(bytes));
}

const boolean = (value: boolean) => tagged(0x01, Buffer.of(value ? 0xff : 0));
const bits = (value: Buffer) => tagged(0x03, Buffer.concat([Buffer.of(0), value]));
const sequence = (...parts: readonly Buffer[]) => tagged(0x30, Buffer.concat(parts));

/** Tag, length, value: all that DER is. */
function tagged(tag: number, value: Buffer): Buffer {
  const { length } = value;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), value]);
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").replace(/.{64}/g, "$&\n").trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
