import { createServer } from 'node:net';

const open = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
  });

// Both are held at once, or the second could be the first again.
const servers = [await open(), await open()];
console.log(servers.map((server) => server.address().port).join(' '));
for (const server of servers) server.close();
