import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Account } from '../accounts/account.entity.ts';
import { MediaElement } from './media-element.entity.ts';
import { MediaLibrary } from './media-library.entity.ts';
import { MediaStateChange } from './media-state-change.entity.ts';
import { MediaController } from './media.controller.ts';
import { MediaService } from './media.service.ts';

@Module({
  imports: [TypeOrmModule.forFeature([Account, MediaElement, MediaLibrary, MediaStateChange])],
  controllers: [MediaController],
  providers: [MediaService],
})
export class MediaModule {}
