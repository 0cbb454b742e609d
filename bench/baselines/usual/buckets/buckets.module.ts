import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Bucket } from './bucket.entity.ts';
import { BucketsController } from './buckets.controller.ts';
import { BucketsService } from './buckets.service.ts';

@Module({
  imports: [TypeOrmModule.forFeature([Bucket])],
  controllers: [BucketsController],
  providers: [BucketsService],
  exports: [BucketsService],
})
export class BucketsModule {}
