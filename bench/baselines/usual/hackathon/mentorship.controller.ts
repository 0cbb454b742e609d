import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { AccountId } from '../auth/account-id.decorator.ts';
import { ClaimDto } from './claim.dto.ts';
import { TicketDto } from './ticket.dto.ts';
import { TicketsService } from './tickets.service.ts';

@Controller('hackathon/mentorship')
export class MentorshipController {
  constructor(private readonly ticketsService: TicketsService) {}

  @Get('queue')
  async findQueue(@AccountId() accountId: number) {
    const tickets = await this.ticketsService.findOpen();
    return { success: true, data: tickets.map((ticket) => new TicketDto(ticket, accountId)) };
  }

  @Post('claim')
  @HttpCode(200)
  async claim(@AccountId() accountId: number, @Body() { id }: ClaimDto) {
    return { success: true, data: new TicketDto(await this.ticketsService.claim(id, accountId), accountId) };
  }
}
