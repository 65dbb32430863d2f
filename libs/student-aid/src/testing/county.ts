import { region, school } from '../../../directory/src/testing/directory-events.js';
import { directoryOf } from '../../../directory/src/testing/directory-of.js';

export const COUNTY = '430482';
export const TOWNSHIP = '430482101';
export const VILLAGE = '430482101201';
export const OTHER_VILLAGE = '430482102201';
export const CENTRE = '3043482004';
export const VILLAGE_SCHOOL = '3043482006';
export const LONE_VILLAGE_SCHOOL = '3043482007';
export const KINDERGARTEN = '3043482008';
export const LONE_KINDERGARTEN = '3043482009';
export const JUNIOR = '3043482005';
export const HIGH = '3043482002';
export const VOCATIONAL = '3043482003';
export const OUTSIDE_REGION = '431103';
export const OUTSIDE_SCHOOL = 'outside:永州市第一中学';

/** A small county with one unit of each kind, and another county that is known by name only. */
export const county = directoryOf({
  regions: [
    region(COUNTY, '常宁市', 'county'),
    region('430426', '祁东县', 'county'),
    region(TOWNSHIP, '柏坊镇', 'township', COUNTY),
    region('430482102', '水口山镇', 'township', COUNTY),
    region(VILLAGE, '新建村委会', 'village', TOWNSHIP),
    region(OTHER_VILLAGE, '三香村委会', 'village', '430482102'),
  ],
  schools: [
    school(CENTRE, '柏坊镇中心小学', 'centre', TOWNSHIP),
    school(VILLAGE_SCHOOL, '柏坊镇新建完小', 'village', TOWNSHIP, CENTRE),
    school(LONE_VILLAGE_SCHOOL, '柏坊镇荆林完小', 'village', TOWNSHIP),
    school(KINDERGARTEN, '柏坊镇中心幼儿园', 'kindergarten', TOWNSHIP, CENTRE),
    school(LONE_KINDERGARTEN, '小太阳幼儿园', 'kindergarten', TOWNSHIP),
    school(JUNIOR, '柏坊中学', 'junior', TOWNSHIP),
    school(HIGH, '常宁市第一中学', 'high', TOWNSHIP),
    school(VOCATIONAL, '常宁市职业中等专业学校', 'vocational', TOWNSHIP),
  ],
});

export const nowhere = directoryOf({});
