import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';

const SECOND = 1000;

/**
 * An HTTP server that gives slow and broken clients little. Node looks at its two time limits only
 * every `connectionsCheckingInterval` (30 s unless set), and answers what is not HTTP itself.
 */
export function createServer(app: RequestListener): Server {
  const server = createHttpServer(
    {
      headersTimeout: 10 * SECOND,
      requestTimeout: 20 * SECOND,
      connectionsCheckingInterval: 2 * SECOND,
      // Longer than the idle time of common load balancers, so that they close first.
      keepAliveTimeout: 65 * SECOND,
      maxHeaderSize: 16 * 1024,
      requireHostHeader: true,
      insecureHTTPParser: false,
    },
    app,
  );
  server.on('clientError', refuse);
  return server;
}

const STATUS: Record<string, string> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** No body and no reason: what was sent is not HTTP, so nothing in it can be trusted to be quoted. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = STATUS[error.code ?? ''] ?? '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
    socket.destroy(),
  );
}
