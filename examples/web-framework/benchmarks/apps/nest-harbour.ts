/** Two operations of the harbour in NestJS, as its documentation would write them. */

import "reflect-metadata";
import {
  Body, ConflictException, Controller, Get, Module, NotFoundException, Param, ParseIntPipe, Post, ValidationPipe,
} from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { IsDateString, IsInt, IsNumber, IsOptional, IsString, Length, Matches, Max, Min } from "class-validator";

class Wish {
  @IsString() @Length(1, 40) boat!: string;
  @IsNumber() @Min(1) @Max(60) length!: number;
  @IsDateString() arrives!: string;
  @IsInt() @Min(1) @Max(28) nights: number = 1;
  @IsOptional() @Matches(/^[A-Z]{4}[0-9]?$/) sign?: string;
}

const berths = new Map([[2, { number: 2, length: 12.5, kind: "pontoon" }]]);

function found(number: number) {
  const berth = berths.get(number);
  if (!berth) throw new NotFoundException(`there is no berth ${number}`);
  return berth;
}

@Controller("berths")
class Berths {
  @Get(":number")
  berth(@Param("number", ParseIntPipe) number: number) {
    return found(number);
  }

  @Post(":number/bookings")
  book(@Param("number", ParseIntPipe) number: number, @Body() wish: Wish) {
    const berth = found(number);
    if (wish.length > berth.length) throw new ConflictException(`berth ${number} is ${berth.length} m long`);
    const { boat, arrives, nights } = wish;
    return { id: 1, berth: number, boat, arrives, nights, made: new Date() };
  }
}

@Module({ controllers: [Berths] })
class Harbour {}

const app = await NestFactory.create(Harbour, { logger: false });
app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true }));
await app.listen(Number(process.env["PORT"]), "127.0.0.1");
