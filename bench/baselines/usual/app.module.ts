import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from './auth/auth.module.ts';
import { BucketsModule } from './buckets/buckets.module.ts';
import { ItemsModule } from './items/items.module.ts';

@Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'postgres',
      url: process.env['DATABASE_URL'] ?? '',
      parseInt8: true,
      autoLoadEntities: true,
      synchronize: false,
    }),
    AuthModule,
    BucketsModule,
    ItemsModule,
  ],
})
export class AppModule {}
