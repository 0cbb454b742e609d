import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('ticket')
export class Ticket {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  description: string;

  @Column('text')
  location: string;

  @Column('text')
  contact: string;

  @Column({ name: 'owner_id' })
  ownerId: number;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt: Date;

  @Column({ name: 'expired_at', type: 'timestamptz', nullable: true })
  expiredAt: Date | null;

  @Column('bigint', { name: 'claimed_by', nullable: true })
  claimedBy: number | null;

  @Column({ name: 'claimed_at', type: 'timestamptz', nullable: true })
  claimedAt: Date | null;

  @Column({ name: 'closed_at', type: 'timestamptz', nullable: true })
  closedAt: Date | null;

  @Column('int')
  version: number;
}
