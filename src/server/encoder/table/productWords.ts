/** Words of shops, written for this purpose: what the generated product texts are made of. One department a line. */

const list = (words: string): readonly string[] => words.split(",").map((word) => word.trim());

/** Things sold, by department. */
export const DEPARTMENTS: readonly (readonly string[])[] = [
  // Kitchen and table
  "saucepan, frying pan, stock pot, casserole dish, wok, griddle, roasting tin, baking tray, loaf tin, muffin tin, mixing bowl, measuring cup, measuring jug, whisk, spatula, ladle, rolling pin, grater, peeler, can opener, garlic press, lemon squeezer, chopping board, paring knife, chef knife, bread knife, knife sharpener, colander, sieve, kettle, teapot, coffee press, coffee grinder, espresso cup, mug, tumbler, wine glass, champagne flute, decanter, pitcher, butter dish, sugar bowl, salt shaker, pepper mill, dinner plate, soup bowl, serving platter, cutlery set, tea towel, apron, oven glove, placemat, tablecloth, napkin, cake stand, cookie jar, lunch box, thermos flask, water bottle, egg cup, toaster, blender, food processor, hand mixer, slow cooker, rice cooker, waffle maker, kitchen scale, spice rack, bread bin, dish rack",
  // Food and drink
  "ground coffee, coffee beans, green tea, herbal tea, hot chocolate, dark chocolate bar, biscuits, shortbread, caramel popcorn, almonds, cashews, trail mix, honey, strawberry jam, orange marmalade, peanut butter, olive oil, balsamic vinegar, sea salt, black pepper, chili sauce, tomato sauce, pasta, basmati rice, lentils, chickpeas, oats, granola, protein bar, flour, brown sugar, vanilla extract, cinnamon sticks, curry powder, soy sauce, coconut milk, apple juice, sparkling water, ginger ale, red wine, gin, beer, cheese crackers, dried mango, gift hamper",
  // Home and bedding
  "duvet cover, fitted sheet, pillowcase, pillow, mattress topper, wool blanket, fleece throw, quilt, bedspread, cushion cover, curtain panel, roller blind, area rug, door mat, bath mat, bath towel, hand towel, shower curtain, soap dispenser, toothbrush holder, laundry basket, clothes hanger, ironing board, storage box, wicker basket, shelf bracket, bookcase, bedside table, coffee table, dining chair, bar stool, armchair, footstool, coat rack, umbrella stand, wall clock, alarm clock, photo frame, wall mirror, vase, flower pot, candle holder, scented candle, tea light, incense sticks, reed diffuser, doorstop, key hook, wall hook, drawer knob, house sign, chalkboard, memo board, magnet set, jewellery box, trinket tray, wall art print, canvas print, wall sticker, figurine, ornament",
  // Gifts, party, seasonal
  "gift wrap, gift bag, ribbon, gift tag, greeting card, birthday card, thank you card, party hat, balloon, paper lantern, bunting, garland, paper plate, paper cup, paper straw, cake topper, cupcake case, birthday candle, sparkler, confetti, piñata, party favour bag, advent calendar, stocking, wreath, tree topper, bauble, fairy lights, snow globe, Easter egg, pumpkin decoration, valentine heart, wedding favour, guest book, invitation cards, place card holder, photo album, keepsake box, money box, keyring, fridge magnet, novelty socks, hand warmer, hot water bottle",
  // Lighting
  "table lamp, floor lamp, desk lamp, ceiling light, pendant light, wall sconce, chandelier, spotlight, night light, string lights, LED strip, light bulb, lamp shade, lantern, torch, headlamp, solar light, dimmer switch, extension cord, power strip, plug adapter",
  // Garden
  "watering can, garden hose, hose nozzle, sprinkler, trowel, hand fork, spade, garden rake, hoe, pruning shears, hedge trimmer, lawn mower, wheelbarrow, compost bin, potting soil, plant food, seed packet, herb garden kit, hanging basket, planter, trellis, garden gloves, kneeling pad, bird feeder, bird bath, nesting box, wind chime, garden gnome, fire pit, barbecue grill, charcoal, patio heater, parasol, deck chair, hammock, picnic blanket, cool box, insect repellent, weed killer, greenhouse, rain barrel",
  // Tools and hardware
  "cordless drill, drill bit set, impact driver, screwdriver set, claw hammer, mallet, hand saw, hacksaw, jigsaw, circular saw, chisel set, wood plane, spirit level, tape measure, utility knife, pliers, wire cutter, adjustable wrench, socket set, hex key set, torque wrench, clamp, vice, sandpaper, angle grinder, belt sander, soldering iron, glue gun, staple gun, heat gun, multimeter, stud finder, ladder, tool box, tool belt, work gloves, safety glasses, ear defenders, dust mask, wood screws, machine screw, hex bolt, nut, washer, nail, wall plug, hinge, padlock, door handle, caster wheel, paint brush, paint roller, masking tape, duct tape, wood glue, epoxy, silicone sealant, filler, wire rope, chain, pulley, turnbuckle, cable tie, hose clamp, pipe fitting, ball valve, brass fitting, o-ring, bearing, spring, gasket, rivet",
  // Laboratory, industry, safety
  "beaker, Erlenmeyer flask, graduated cylinder, test tube, test tube rack, Petri dish, pipette, pipette tips, dropper bottle, glass vial, centrifuge tube, microscope slide, cover slip, compound microscope, magnifying glass, hot plate stirrer, magnetic stir bar, burette, funnel, filter paper, pH meter, pH test strips, refractometer, hydrometer, digital thermometer, infrared thermometer, hygrometer, pressure gauge, flow meter, timer, precision balance, calibration weight, caliper, micrometer, dial indicator, feeler gauge, nitrile gloves, latex gloves, lab coat, face shield, respirator, safety goggles, hard hat, high visibility vest, first aid kit, eye wash, spill kit, fire extinguisher, caution sign, floor tape, label printer, thermal labels, shipping box, bubble wrap, packing tape, stretch film, poly bag, zip bag, pallet, hand truck, conveyor belt, electric motor, relay, circuit breaker, terminal block, heat shrink tubing, copper wire, silicone tubing, acrylic sheet, aluminium rod, stainless steel sheet, nylon bushing, neodymium magnet, abrasive wheel, end mill, thread tap, cutting oil, degreaser, isopropyl alcohol, distilled water, 3D printer filament, 3D printer nozzle, vacuum pump, air compressor, power supply",
  // Stationery and office
  "notebook, spiral notebook, journal, diary, wall planner, calendar, ballpoint pen, gel pen, fountain pen, ink cartridge, mechanical pencil, colouring pencils, highlighter, marker pen, chalk, eraser, pencil sharpener, pencil case, ruler, scissors, stapler, staples, paper clip, binder clip, push pin, hole punch, ring binder, file folder, document wallet, envelope, mailing bag, sticky notes, index cards, copy paper, graph paper, drawing pad, watercolour set, acrylic paint, paint palette, easel, glue stick, correction tape, rubber stamp, ink pad, whiteboard, desk organiser, letter tray, bookend, laminator, paper shredder, calculator, desk mat, office chair, standing desk, monitor arm",
  // Electronics
  "wireless headphones, earbuds, bluetooth speaker, soundbar, microphone, webcam, keyboard, wireless mouse, mouse pad, laptop sleeve, laptop stand, USB cable, USB hub, charger, power bank, phone case, screen protector, tablet cover, memory card, external hard drive, flash drive, HDMI cable, ethernet cable, router, smart plug, smart watch, fitness tracker, digital camera, camera strap, tripod, camera lens, ring light, drone, game controller, gaming headset, television, projector, remote control, rechargeable batteries, battery charger, radio, turntable, doorbell camera, baby monitor, robot vacuum, air purifier, dehumidifier, fan heater, hair dryer, electric shaver, electric toothbrush, steam iron, sewing machine",
  // Clothing and accessories
  "t-shirt, polo shirt, dress shirt, blouse, sweater, cardigan, hoodie, sweatshirt, rain jacket, winter coat, down vest, jeans, chinos, leggings, shorts, skirt, summer dress, evening gown, pyjamas, bathrobe, slippers, ankle socks, tights, underwear, bra, swimsuit, bikini, sun hat, baseball cap, beanie, scarf, leather gloves, belt, necktie, bow tie, cufflinks, wallet, handbag, tote bag, backpack, suitcase, wash bag, umbrella, sunglasses, wrist watch, necklace, bracelet, earrings, ring, brooch, hair clip, running shoes, hiking boots, ankle boots, sandals, sneakers, loafers, high heels, wellington boots, shoe laces, insoles",
  // Beauty and health
  "hand cream, body lotion, face moisturiser, cleanser, toner, serum, eye cream, face mask, sunscreen, lip balm, lipstick, mascara, eyeliner, foundation, concealer, blush, nail polish, nail file, makeup brush, cotton pads, tweezers, shampoo, conditioner, hair oil, hair brush, comb, bar soap, shower gel, bath salts, bath bomb, bubble bath, deodorant, perfume, aftershave, razor, shaving cream, beard oil, toothpaste, mouthwash, dental floss, vitamins, fish oil, plasters, bandage, antiseptic cream, massage oil, heating pad, blood pressure monitor, weighing scale, hand sanitizer, loofah, pumice stone",
  // Babies and children
  "baby bodysuit, sleepsuit, bib, muslin cloth, swaddle, baby blanket, nappy bag, nappies, baby wipes, baby bottle, dummy, teething ring, high chair, booster seat, pushchair, car seat, baby carrier, cot, cot mobile, changing mat, bath thermometer, step stool, potty, stair gate, sippy cup, children's cutlery, school bag, lunch bag, raincoat, nightlight",
  // Toys, games, hobbies
  "building blocks, wooden train set, toy car, doll, doll house, teddy bear, soft toy, hand puppet, jigsaw puzzle, board game, card game, playing cards, dice set, chess set, dominoes, spinning top, yo-yo, kite, frisbee, skipping rope, bouncy ball, water pistol, bubble wand, scooter, tricycle, balance bike, play tent, play kitchen, tea set, toy tools, musical box, xylophone, ukulele, harmonica, modelling clay, craft kit, sticker book, colouring book, bead kit, knitting needles, crochet hook, yarn, embroidery hoop, sewing kit, fabric bundle, felt sheets, model aircraft kit, paint by numbers, telescope, chemistry set",
  // Sport, outdoors, travel
  "yoga mat, yoga block, resistance band, dumbbell, kettlebell, weight bench, foam roller, exercise ball, jump rope, boxing gloves, tennis racket, badminton set, table tennis paddle, basketball, football, golf balls, golf glove, baseball bat, hockey stick, swim goggles, swimming cap, snorkel, surfboard, paddle board, life jacket, fishing rod, fishing reel, fishing lure, tent, sleeping bag, camping mat, camping stove, mess tin, trekking poles, climbing rope, carabiner, compass, binoculars, pocket knife, bicycle, bicycle helmet, bicycle pump, bicycle lock, bike light, cycling gloves, saddle, skateboard, ice skates, ski goggles, ski jacket, sledge, travel pillow, luggage tag, passport holder, packing cubes",
  // Pets
  "dog collar, dog lead, dog harness, dog bed, dog coat, dog food, dog treats, chew toy, tennis ball, food bowl, water fountain, cat litter, litter tray, scratching post, cat tree, cat toy, catnip, pet carrier, pet brush, flea comb, pet shampoo, fish tank, aquarium filter, fish food, bird cage, hamster wheel, rabbit hutch, hay, poop bags",
  // Motor, music, books, household
  "engine oil, oil filter, air filter, brake pads, spark plug, wiper blades, car battery, jump leads, tyre inflator, car charger, seat cover, floor mats, dash cam, car wax, car shampoo, tow rope, motorcycle helmet, roof rack, bike rack, acoustic guitar, guitar strings, guitar strap, violin bow, drumsticks, keyboard stand, music stand, cookery book, novel, travel guide, picture book, comic, poster, vinyl record, washing powder, dishwasher tablets, bin liners, toilet paper, kitchen roll, sponge, scrubbing brush, mop, bucket, broom, dustpan, vacuum cleaner bags, window cleaner, bleach, air freshener, moth balls, light switch, smoke alarm, door bell, mail box, safe",
].map(list);

export const COLOURS = list(
  "black, white, grey, silver, gold, rose gold, copper, bronze, red, crimson, burgundy, pink, hot pink, coral, orange, mustard, yellow, lemon, cream, ivory, beige, tan, brown, chocolate, khaki, olive, green, mint, sage, forest green, teal, turquoise, aqua, sky blue, blue, navy, royal blue, indigo, purple, lilac, lavender, violet, magenta, charcoal, clear, multicoloured, pastel, natural",
);

export const MATERIALS = list(
  "cotton, organic cotton, linen, wool, merino, cashmere, silk, satin, velvet, fleece, denim, canvas, leather, faux leather, suede, nylon, polyester, bamboo, oak, pine, walnut, beech, teak, plywood, rattan, wicker, cork, paper, cardboard, felt, glass, crystal, borosilicate glass, ceramic, porcelain, stoneware, terracotta, bone china, marble, granite, slate, concrete, stainless steel, carbon steel, cast iron, iron, aluminium, brass, copper, zinc, chrome, titanium, tin, enamel, plastic, acrylic, polypropylene, polycarbonate, PVC, silicone, rubber, latex, foam, memory foam, resin, wax, soy wax, carbon fibre, ABS, PTFE",
);

export const ADJECTIVES = list(
  "small, large, mini, extra large, tall, slim, wide, long, short, round, square, oval, heart shaped, heavy duty, lightweight, portable, folding, foldable, stackable, adjustable, retractable, removable, reusable, disposable, rechargeable, cordless, wireless, electric, manual, automatic, digital, magnetic, waterproof, water resistant, windproof, fireproof, non-stick, dishwasher safe, microwave safe, insulated, padded, quilted, embroidered, engraved, hand painted, handmade, knitted, woven, printed, striped, checked, spotted, floral, polka dot, plain, matte, glossy, brushed, polished, rustic, vintage, antique, retro, modern, classic, traditional, scandinavian, industrial, shabby chic, french, english, japanese, luxury, premium, professional, commercial, medical grade, food grade, universal, replacement, spare, assorted, personalised, novelty, decorative, scented, unscented, organic, natural, vegan, gluten free, soft, warm, cosy, cool, breathable, stretch, elastic, sterile, coated, galvanised, hardened, precision, high speed, low noise, energy saving, eco friendly, recycled, biodegradable, outdoor, indoor, hanging, wall mounted, freestanding, double, single, king size, pocket, travel, family, kids, men's, women's, unisex, baby, left handed",
);

/** After a "with". */
export const FEATURES = list(
  "lid, handle, wooden handle, glass lid, drip tray, carry case, carrying strap, shoulder strap, zip, pockets, drawstring, hood, buttons, lace trim, pom poms, tassels, gift box, tray, stand, holder, hooks, wheels, brake, timer, remote control, LED display, USB port, charging cable, batteries, spare blades, screws, mounting bracket, suction cup, non-slip base, rubber feet, filter, strainer, spout, pump, nozzle, scale markings, ruler, mirror, light, alarm, magnet, lock, key, cover, liner, cushion, pillow, straw, spoon, brush, sponge, envelopes, stickers, ribbon, bow, stars, hearts, roses, butterflies, birds, cats, dogs, owl, rabbit, fox, elephant, dinosaur, unicorn, robot, flowers, leaves, polka dots, stripes, instructions, adapter, threaded ends, flange, quick release, safety valve",
);

/** After a "for". */
export const USES = list(
  "kitchen, bathroom, bedroom, living room, office, garage, garden, balcony, patio, school, classroom, laboratory, workshop, warehouse, hospital, restaurant, cafe, hotel, travel, camping, hiking, cycling, running, swimming, fishing, gym, yoga, weddings, birthdays, Christmas, Halloween, Easter, Valentine's Day, Mother's Day, baby shower, graduation, picnics, parties, baking, cooking, cleaning, storage, crafts, sewing, painting, drawing, gardening, woodworking, metalworking, plumbing, electrical work, welding, drilling, cutting, measuring, packaging, shipping, labelling, food, water, oil, coffee, tea, wine, cakes, bread, cheese, spices, jewellery, makeup, keys, coins, letters, books, magazines, photos, shoes, clothes, coats, hats, towels, toys, tools, cables, phones, tablets, laptops, cameras, cars, trucks, motorcycles, bikes, boats, cats, dogs, birds, fish, horses, babies, toddlers, kids, teens, adults, men, women, seniors, beginners, professionals, teachers, nurses, chefs, dry skin, sensitive skin, curly hair, small spaces, outdoor use, wood, metal, glass, concrete, plastic, fabric, paper",
);

/** Sentences of descriptions; `{…}` are filled in. */
export const SENTENCES: readonly string[] = [
  "Made of {material} and finished by hand.",
  "A {adjective} {thing} that lasts for years.",
  "Ideal for {use} and {use}.",
  "Comes in {colour}, {colour} and {colour}.",
  "The {material} keeps its shape and is easy to clean.",
  "Measures {number} x {number} cm.",
  "Includes {count} {thing}s and a {thing}.",
  "Perfect gift for anyone who loves {use}.",
  "Holds up to {number} {unit}.",
  "Wipe clean with a damp cloth; do not bleach.",
  "Fits most {thing}s.",
  "Designed in {place}, made to be used every day.",
  "With {feature} and {feature}.",
  "Keeps drinks hot for {count} hours and cold all day.",
  "Machine washable at {number} degrees.",
  "Batteries not included.",
  "The {adjective} design folds flat when it is not in use.",
  "Strong enough for {use}, gentle enough for {use}.",
  "Each {thing} is {adjective}, {adjective} and {colour}.",
  "Set of {count}, packed in a {material} box.",
];

export const UNITS = list(
  "ml, l, litre, cl, oz, fl oz, g, kg, lb, mm, cm, m, inch, ft, W, V, watt, volt, mAh, Ah, Hz, psi, bar, rpm, gauge, micron, pieces, pcs, pack, sheets, rolls, pairs, count, GB, degrees",
);

export const PLACES = list(
  "London, Paris, Berlin, Vienna, Rome, Milan, Lisbon, Madrid, Copenhagen, Stockholm, Oslo, Amsterdam, New York, California, Texas, Toronto, Sydney, Tokyo, Kyoto, Seoul, Shanghai, India, Morocco, Peru, Scotland, Ireland, Wales, Cornwall, Provence, Tuscany",
);

/** Syllables of made-up brands. */
export const SYLLABLES = list(
  "al, an, ar, bel, bor, bri, cal, cor, da, del, dor, el, en, fa, fen, fir, gar, gle, hal, hol, in, ka, kel, kin, la, len, lo, lu, ma, mar, mel, mi, mo, na, nor, o, or, pal, per, pri, ra, rel, ro, sa, sen, sol, ta, ter, tor, ul, va, ven, vi, wen, wil, yo, za, zen",
);

/** What holds sentences together. */
export const SMALL_WORDS = list(
  "the, the, the, a, a, an, of, of, and, and, to, to, in, in, for, with, on, that, is, it, its, from, by, at, as, or, this, these, be, are, was, not, no, can, you, your, our, we, when, where, while, will, has, have, all, any, more, most, less, than, then, into, onto, out, off, up, down, over, under, between, without, within, every, each, which, who, what, how, if, so, but, just, only, even, still, too, very, well, also, after, before, until, once, one, two, three, both, other, another, same, makes, keeps, holds, fits, comes, gives, needs, takes, sits, stays, works, made, used, cut, set, left, right, new, good, best",
);
