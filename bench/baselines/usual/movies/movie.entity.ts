import { Expose, Transform } from 'class-transformer';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { utcTime } from '../dates.ts';

@Entity('movie')
export class Movie {
  @PrimaryGeneratedColumn()
  id: number;

  @Column('text')
  title: string;

  @Column('text', { array: true })
  genres: string[];

  @Transform(utcTime)
  @Expose({ name: 'release_date' })
  @Column({ name: 'release_date', type: 'timestamptz' })
  releaseDate: Date;

  @Expose({ name: 'seeking_actor' })
  @Column({ name: 'seeking_actor' })
  seekingActor: boolean;
}
