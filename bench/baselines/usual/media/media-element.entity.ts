import { Exclude, Expose } from 'class-transformer';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('media_element')
export class MediaElement {
  @PrimaryGeneratedColumn()
  id: number;

  @Exclude()
  @Column({ name: 'owner_id' })
  ownerId: number;

  @Column('text')
  name: string;

  /** The name in lower case, for searching. */
  @Exclude()
  @Column('text', { name: 'name_key' })
  nameKey: string;

  @Column('text')
  medium: string;

  @Expose({ name: 'consumed_state' })
  @Column('text', { name: 'consumed_state' })
  consumedState: string;

  @Column('text')
  description: string;

  @Column('int')
  order: number;

  @Exclude()
  @Column({ name: 'started_at', type: 'timestamptz', nullable: true })
  startedAt: Date | null;

  @Exclude()
  @Column({ name: 'finished_at', type: 'timestamptz', nullable: true })
  finishedAt: Date | null;

  @Exclude()
  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
