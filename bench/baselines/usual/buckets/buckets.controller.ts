import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AccountId } from '../auth/account-id.decorator.ts';
import { linksOf } from '../links.ts';
import { PageQueryDto } from '../page-query.dto.ts';
import { BucketsService } from './buckets.service.ts';
import { CreateBucketDto } from './create-bucket.dto.ts';
import { CreatedBucketDto } from './created-bucket.dto.ts';

@Controller('bucketlist/v1/bucketlists')
export class BucketsController {
  constructor(private readonly bucketsService: BucketsService) {}

  @Get()
  async findPage(@AccountId() accountId: number, @Query() { page }: PageQueryDto, @Req() request: FastifyRequest) {
    const [buckets, count] = await this.bucketsService.findPage(accountId, page);
    return {
      status: 'success',
      ...linksOf(request, 'bucketlists', { page, count }),
      count,
      buckets,
    };
  }

  @Post()
  async create(@AccountId() accountId: number, @Body() dto: CreateBucketDto) {
    return new CreatedBucketDto(await this.bucketsService.create(accountId, dto));
  }
}
