import { Controller, Get } from '@nestjs/common';
import { AnnouncementsService } from './announcements.service.ts';

@Controller('hackathon/announcements')
export class AnnouncementsController {
  constructor(private readonly announcementsService: AnnouncementsService) {}

  @Get()
  async findAll() {
    return { success: true, data: await this.announcementsService.findPublished() };
  }
}
