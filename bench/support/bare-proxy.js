// The least a gateway could do: `node:http` in, undici out, nothing read and nothing counted. Run by `startServer`.
import { createServer } from "node:http";
import { Pool } from "undici";

const [upstream = "", connections = "64"] = process.argv.slice(2);
const pool = new Pool(upstream, { connections: Number(connections) });

const server = createServer((request, response) => {
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", () => {
    const { authorization, "content-type": contentType = "application/json" } = request.headers;
    const headers = ["content-type", contentType, "authorization", authorization ?? ""];
    const version = request.headers["anthropic-version"];
    if (version !== undefined) headers.push("anthropic-version", version);
    pool.dispatch(
      { method: "POST", path: request.url, headers, body: pieces.length === 1 ? pieces[0] : Buffer.concat(pieces) },
      passOn(response),
    );
  });
});

function passOn(response) {
  return {
    onRequestStart(controller) {
      response.on("close", () => {
        if (!response.writableFinished) controller.abort(new Error("the client is gone"));
      });
    },
    onResponseStart(controller, status, headers) {
      const type = ["content-type", headers["content-type"] ?? "application/json"];
      const length = headers["content-length"];
      response.writeHead(status, length === undefined ? type : [...type, "content-length", length]);
      response.on("drain", () => controller.resume());
    },
    onResponseData(controller, piece) {
      if (!response.write(piece)) controller.pause();
    },
    onResponseEnd() {
      response.end();
    },
    onResponseError(_controller, error) {
      response.destroy(error);
    },
  };
}

server.listen(0, "127.0.0.1", () => process.send?.({ port: server.address().port }));
