import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BucketOwner } from './bucket-owner.entity.ts';
import { Bucket } from './bucket.entity.ts';
import { BucketsController } from './buckets.controller.ts';
import { BucketsService } from './buckets.service.ts';

@Module({
  imports: [TypeOrmModule.forFeature([Bucket, BucketOwner])],
  controllers: [BucketsController],
  providers: [BucketsService],
  exports: [BucketsService],
})
export class BucketsModule {}
