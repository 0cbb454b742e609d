import { ConflictException, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type FindOptionsWhere, IsNull, MoreThan, Repository } from 'typeorm';
import { Ticket } from './ticket.entity.ts';

@Injectable()
export class TicketsService {
  constructor(@InjectRepository(Ticket) private readonly tickets: Repository<Ticket>) {}

  findOpen(): Promise<Ticket[]> {
    return this.tickets.find({ where: this.openAt(new Date()), order: { createdAt: 'ASC', id: 'ASC' } });
  }

  async claim(id: string, mentorId: number): Promise<Ticket> {
    const now = new Date();
    const { affected } = await this.tickets.update(
      { id: id.toLowerCase(), ...this.openAt(now) },
      { claimedBy: mentorId, claimedAt: now, version: () => 'version + 1' },
    );
    if (affected !== 1) throw new ConflictException('Ticket already claimed');
    return this.tickets.findOneByOrFail({ id: id.toLowerCase() });
  }

  private openAt(now: Date): FindOptionsWhere<Ticket> {
    return { claimedBy: IsNull(), closedAt: IsNull(), expiredAt: IsNull(), expiresAt: MoreThan(now) };
  }
}
