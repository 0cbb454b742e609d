// Prints what a running server tells, as it happens. In a page it is the same ten lines; see index.html.
import Pusher from 'pusher-js';

const server = new URL(process.argv[2] ?? 'http://127.0.0.1:3000');
const pusher = new Pusher(process.env.QUINTET_PUSHER_KEY ?? 'quintet', {
  cluster: 'none',
  wsHost: server.hostname,
  wsPort: Number(server.port || 80),
  wssPort: Number(server.port || 443),
  forceTLS: server.protocol === 'https:',
  enabledTransports: ['ws', 'wss'],
});

for (const name of ['com.vivere.mentor', 'com.vivere.announcement', 'com.vivere.event']) {
  const channel = pusher.subscribe(name);
  channel.bind('pusher:subscription_succeeded', () => console.log(`listening to ${name}`));
  channel.bind_global((event, data) => {
    if (!event.startsWith('pusher:')) console.log(`${name} ${event} ${JSON.stringify(data)}`);
  });
}
