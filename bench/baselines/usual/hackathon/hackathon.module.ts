import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Announcement } from './announcement.entity.ts';
import { AnnouncementsController } from './announcements.controller.ts';
import { AnnouncementsService } from './announcements.service.ts';
import { MentorshipController } from './mentorship.controller.ts';
import { Ticket } from './ticket.entity.ts';
import { TicketsService } from './tickets.service.ts';

@Module({
  imports: [TypeOrmModule.forFeature([Announcement, Ticket])],
  controllers: [AnnouncementsController, MentorshipController],
  providers: [AnnouncementsService, TicketsService],
})
export class HackathonModule {}
