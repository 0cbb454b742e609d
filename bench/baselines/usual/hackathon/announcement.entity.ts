import { Exclude, Transform } from 'class-transformer';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { localSecond } from '../dates.ts';

@Entity('announcement')
export class Announcement {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  message: string;

  @Transform(localSecond)
  @Column({ type: 'timestamptz' })
  time: Date;

  @Exclude()
  @Column({ name: 'published_at', type: 'timestamptz', nullable: true })
  publishedAt: Date | null;
}
