import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Movie } from './movie.entity.ts';
import { MoviesQueryDto } from './movies-query.dto.ts';

@Injectable()
export class MoviesService {
  constructor(@InjectRepository(Movie) private readonly movies: Repository<Movie>) {}

  findPage({ page, limit }: MoviesQueryDto): Promise<Movie[]> {
    return this.movies.find({ order: { title: 'ASC', id: 'ASC' }, take: limit, skip: (page - 1) * limit });
  }
}
