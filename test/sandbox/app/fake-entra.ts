import type { EntraFace } from '../../../src/sandbox/entra-face.js';
import { json, type SandboxRequest } from '../../../src/sandbox/message.js';

export class FakeEntra implements EntraFace {
  settings = { scale: 1, processingDelayMs: 30_000, logDelayMs: [300_000, 600_000] };
  list: object[] = [];
  faults = {
    add: (fault: object) => void this.list.push(fault),
    all: () => this.list,
    clear: () => void (this.list = []),
  };
  settle(): void {}
  configure(change: object): void {
    Object.assign(this.settings, change);
  }
  entra = (request: SandboxRequest, baseUrl: string) => json(200, { path: request.path, baseUrl });
  graph = (request: SandboxRequest) =>
    request.path === '/drop'
      ? { status: 0, headers: {}, body: '', drop: true }
      : request.path === '/part'
        ? { ...json(200, { long: 'x'.repeat(100) }), dropAfterBytes: 20 }
        : json(200, { bytes: request.body.length });
}
