import { Injectable, NotFoundException } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Like, Repository } from 'typeorm';
import { BucketsService } from '../buckets/buckets.service.ts';
import { PAGE_SIZE } from '../links.ts';
import { PageQueryDto } from '../page-query.dto.ts';
import { Item } from './item.entity.ts';

@Injectable()
export class ItemsService {
  constructor(
    @InjectRepository(Item) private readonly items: Repository<Item>,
    private readonly bucketsService: BucketsService,
  ) {}

  async findPage(ownerId: number, bucketId: number, { page, q = '' }: PageQueryDto): Promise<[Item[], number]> {
    const bucket = await this.bucketsService.findOne(ownerId, bucketId);
    if (!bucket) throw new NotFoundException('Bucket not found');
    return this.items.findAndCount({
      where: { bucketId, nameKey: Like(`%${q.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`) },
      order: { id: 'DESC' },
      take: PAGE_SIZE,
      skip: (page - 1) * PAGE_SIZE,
    });
  }
}
