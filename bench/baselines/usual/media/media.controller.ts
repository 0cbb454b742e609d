import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { AccountId } from '../auth/account-id.decorator.ts';
import { MediaService } from './media.service.ts';
import { PutMediaDto } from './put-media.dto.ts';

@Controller('media/user/:username/media')
export class MediaController {
  constructor(private readonly mediaService: MediaService) {}

  @Get()
  async findAll(@AccountId() accountId: number, @Param('username') username: string) {
    await this.mediaService.confirmUser(accountId, username);
    const data = await this.mediaService.findAll(accountId);
    return { success: true, message: 'successfully got media for the logged in user', data };
  }

  @Put()
  async put(@AccountId() accountId: number, @Param('username') username: string, @Body() dto: PutMediaDto) {
    await this.mediaService.confirmUser(accountId, username);
    const data = await this.mediaService.put(accountId, dto);
    return { success: true, message: 'successfully added/updated media element', data };
  }
}
