import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BucketsModule } from '../buckets/buckets.module.ts';
import { Item } from './item.entity.ts';
import { ItemsController } from './items.controller.ts';
import { ItemsService } from './items.service.ts';

@Module({
  imports: [TypeOrmModule.forFeature([Item]), BucketsModule],
  controllers: [ItemsController],
  providers: [ItemsService],
})
export class ItemsModule {}
