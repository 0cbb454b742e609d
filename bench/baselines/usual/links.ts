import type { FastifyRequest } from 'fastify';

/** Entries of a page. */
export const PAGE_SIZE = 10;

/** The addresses of the pages beside this one. */
export function linksOf(
  request: FastifyRequest,
  path: string,
  { q, page, count }: { readonly q?: string | undefined; readonly page: number; readonly count: number },
): { readonly previous: string | null; readonly next: string | null } {
  const address = (number: number): string => {
    const query = new URLSearchParams({ ...(q !== undefined && { q }), page: String(number) });
    return `${request.protocol}://${request.host}/bucketlist/v1/${path}/?${query.toString()}`;
  };
  return {
    previous: page > 1 ? address(page - 1) : null,
    next: page * PAGE_SIZE < count ? address(page + 1) : null,
  };
}
