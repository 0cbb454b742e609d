import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThanOrEqual, Repository } from 'typeorm';
import { Announcement } from './announcement.entity.ts';

@Injectable()
export class AnnouncementsService {
  constructor(@InjectRepository(Announcement) private readonly announcements: Repository<Announcement>) {}

  findPublished(): Promise<Announcement[]> {
    return this.announcements.find({
      where: { time: LessThanOrEqual(new Date()) },
      order: { time: 'DESC', id: 'DESC' },
    });
  }
}
