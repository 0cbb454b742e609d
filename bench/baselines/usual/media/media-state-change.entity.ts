import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('media_state_change')
export class MediaStateChange {
  @PrimaryGeneratedColumn()
  id: number;

  @Column({ name: 'element_id' })
  elementId: number;

  @Column('text', { name: 'from_state' })
  fromState: string;

  @Column('text', { name: 'to_state' })
  toState: string;

  @Column({ type: 'timestamptz' })
  at: Date;
}
