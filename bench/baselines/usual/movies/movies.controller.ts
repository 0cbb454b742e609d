import { Controller, Get, Query } from '@nestjs/common';
import { Permissions } from '../auth/permissions.decorator.ts';
import { MoviesQueryDto } from './movies-query.dto.ts';
import { MoviesService } from './movies.service.ts';

@Controller('casting/movies')
export class MoviesController {
  constructor(private readonly moviesService: MoviesService) {}

  @Get()
  @Permissions('get:movies')
  async findPage(@Query() query: MoviesQueryDto) {
    return { success: true, movies: await this.moviesService.findPage(query) };
  }
}
