import { ClassSerializerInterceptor, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from './auth/auth.module.ts';
import { BucketsModule } from './buckets/buckets.module.ts';
import { HackathonModule } from './hackathon/hackathon.module.ts';
import { ItemsModule } from './items/items.module.ts';
import { MediaModule } from './media/media.module.ts';
import { MoviesModule } from './movies/movies.module.ts';

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
    HackathonModule,
    ItemsModule,
    MediaModule,
    MoviesModule,
  ],
  providers: [{ provide: APP_INTERCEPTOR, useClass: ClassSerializerInterceptor }],
})
export class AppModule {}
