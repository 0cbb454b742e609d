import { Exclude, Transform } from 'class-transformer';
import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';
import { isoDate } from '../dates.ts';

@Entity('bucket')
export class Bucket {
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

  @Transform(isoDate)
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Transform(isoDate)
  @UpdateDateColumn({ name: 'modified_at', type: 'timestamptz' })
  modifiedAt: Date;
}
