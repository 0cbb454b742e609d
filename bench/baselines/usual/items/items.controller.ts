import { Controller, Get, Param, ParseIntPipe, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AccountId } from '../auth/account-id.decorator.ts';
import { linksOf } from '../links.ts';
import { PageQueryDto } from '../page-query.dto.ts';
import { ItemsService } from './items.service.ts';

@Controller('bucketlist/v1/bucketlists/:bucketId/items')
export class ItemsController {
  constructor(private readonly itemsService: ItemsService) {}

  @Get()
  async findPage(
    @AccountId() accountId: number,
    @Param('bucketId', ParseIntPipe) bucketId: number,
    @Query() { page, q }: PageQueryDto,
    @Req() request: FastifyRequest,
  ) {
    const [items, count] = await this.itemsService.findPage(accountId, bucketId, { page, q });
    return {
      status: 'success',
      ...linksOf(request, `bucketlists/${bucketId}/items`, { page, q, count }),
      count,
      items,
    };
  }
}
