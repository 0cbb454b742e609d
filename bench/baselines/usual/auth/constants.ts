/** What the server's own access tokens are checked against. */
export const jwtConstants = {
  secret: process.env['QUINTET_JWT_SECRET'] ?? '',
  issuer: 'quintet',
  audience: 'quintet',
};
