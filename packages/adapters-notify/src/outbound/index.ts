export {
  openOutbound,
  type Outbound,
  type OutboundSettings,
  type Post,
  type Posted,
  type PostFailure,
  type Resolver,
} from './post.ts';
