// Tells the readers of a channel something, through the server's HTTP API: what any of Pusher's server libraries can.
import Pusher from 'pusher';

const server = new URL(process.argv[2] ?? 'http://127.0.0.1:3000');
const pusher = new Pusher({
  appId: process.env.QUINTET_PUSHER_APP_ID ?? 'quintet',
  key: process.env.QUINTET_PUSHER_KEY ?? 'quintet',
  secret: process.env.QUINTET_PUSHER_SECRET,
  host: server.hostname,
  port: server.port || undefined,
  useTLS: server.protocol === 'https:',
});

await pusher.trigger('com.vivere.announcement', 'save', { message: process.argv[3] ?? 'Lunch is served' });
